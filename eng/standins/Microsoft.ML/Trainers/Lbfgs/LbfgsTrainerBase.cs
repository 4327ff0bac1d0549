using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>The base of the trainers that minimise with L-BFGS.</summary>
public abstract class LbfgsTrainerBase<TOptions, TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
    where TOptions : LbfgsTrainerBase<TOptions, TTransformer, TModel>.OptionsBase, new()
{
    private static readonly TrainerInfo LbfgsInfo = new();

    private protected LbfgsTrainerBase(HostEnvironment environment, TOptions options, SchemaShape.Column label)
        : base(environment, options, options.ExampleWeightColumnName, label)
    {
        Guard.Argument(options.L2Regularization >= 0, nameof(options.L2Regularization), "Must be non-negative");
        Guard.Argument(options.L1Regularization >= 0, nameof(options.L1Regularization), "Must be non-negative");
        Guard.Argument(options.OptimizationTolerance > 0, nameof(options.OptimizationTolerance), "Must be positive");
        Guard.Argument(options.HistorySize > 0, nameof(options.HistorySize), "Must be positive");
        Guard.Argument(options.MaximumNumberOfIterations > 0, nameof(options.MaximumNumberOfIterations), "Must be positive");
        Guard.Argument(options.NumberOfThreads is null or > 0, nameof(options.NumberOfThreads), "Must be positive (or empty for default)");
        Settings = options;
    }

    /// <inheritdoc/>
    public override TrainerInfo Info => LbfgsInfo;

    private protected TOptions Settings { get; }

    /// <summary>The parameters at the optimum: the biases, then the weights class by class.</summary>
    private protected double[] Minimize(TrainingRows rows, int classCount, double[] start, ITerminationCriterion termination)
    {
        var objective = new LogisticObjective(rows, classCount, Settings.L2Regularization, Settings.NumberOfThreads ?? System.Environment.ProcessorCount);

        // The loss and the L2 term are divided by the sum of weights, the L1 term by the number of rows.
        var minimizer = new QuasiNewtonMinimizer(
            Settings.HistorySize, Settings.L1Regularization / rows.Count, freeCount: classCount, Settings.EnforceNonNegativity);
        double[] point = start ?? InitialPoint(objective.ParameterCount);
        minimizer.Minimize(objective.Evaluate, point, termination);
        return point;
    }

    private double[] InitialPoint(int length)
    {
        var point = new double[length];
        if (Settings.InitialWeightsDiameter > 0)
        {
            Random random = Environment.CreateRandom();
            for (int i = 0; i < length; i++)
                point[i] = Settings.InitialWeightsDiameter * (random.NextDouble() - 0.5);
        }

        return point;
    }

    /// <summary>The options.</summary>
    public abstract class OptionsBase : TrainerInputBaseWithWeight
    {
        /// <summary>Creates the default options.</summary>
        protected OptionsBase()
        {
        }

        /// <summary>The weight of the L2 term.</summary>
        public float L2Regularization = Defaults.L2Regularization;

        /// <summary>The weight of the L1 term.</summary>
        public float L1Regularization = Defaults.L1Regularization;

        /// <summary>The improvement that is too small to go on.</summary>
        public float OptimizationTolerance = Defaults.OptimizationTolerance;

        /// <summary>How many past steps describe the curvature.</summary>
        public int HistorySize = Defaults.HistorySize;

        /// <summary>The most iterations.</summary>
        public int MaximumNumberOfIterations = Defaults.MaximumNumberOfIterations;

        /// <summary>The range of the random weights that the optimisation starts from.</summary>
        public float InitialWeightsDiameter;

        /// <summary>The number of threads; null: as many as there are processors.</summary>
        public int? NumberOfThreads;

        /// <summary>Whether the vectors of the optimisation are dense. Here they always are; the results are the same.</summary>
        public bool DenseOptimizer;

        /// <summary>Whether weights must not be negative.</summary>
        public bool EnforceNonNegativity = Defaults.EnforceNonNegativity;

        internal static class Defaults
        {
            public const float L2Regularization = 1;
            public const float L1Regularization = 1;
            public const float OptimizationTolerance = 1e-7f;
            public const int HistorySize = 20;
            public const int MaximumNumberOfIterations = int.MaxValue;
            public const bool EnforceNonNegativity = false;
        }
    }
}
