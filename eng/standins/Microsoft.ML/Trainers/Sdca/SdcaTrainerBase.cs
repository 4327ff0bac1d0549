using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>The base of the trainers that use stochastic dual coordinate ascent.</summary>
public abstract class SdcaTrainerBase<TOptions, TTransformer, TModel> : StochasticTrainerBase<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
    where TOptions : SdcaTrainerBase<TOptions, TTransformer, TModel>.OptionsBase, new()
{
    // Below this the dual is hardly defined and convergence takes for ever.
    private const float SmallestL2 = 1e-9f;

    private readonly TOptions _options;

    private protected SdcaTrainerBase(HostEnvironment environment, TOptions options, SchemaShape.Column label)
        : base(environment, options, label)
    {
        Guard.Argument(options.L2Regularization is null or >= 0, nameof(options.L2Regularization), "L2 constant must be non-negative.");
        Guard.Argument(options.L1Regularization is null or >= 0, nameof(options.L1Regularization), "L1 threshold must be non-negative.");
        Guard.Argument(options.MaximumNumberOfIterations is null or > 0, nameof(options.MaximumNumberOfIterations),
            "Max number of iterations must be positive.");
        Guard.Argument(options.ConvergenceTolerance is > 0 and <= 1, nameof(options.ConvergenceTolerance),
            "Convergence tolerance must be positive and no larger than 1.");
        Guard.Argument(options.NumberOfThreads is null or > 0, nameof(options.NumberOfThreads),
            "The number of threads must be either null or a positive integer.");
        _options = options;
    }

    private protected DualCoordinateAscent Ascend(TrainingRows rows, int classCount, bool isBinary)
    {
        // What is not set is chosen from the data.
        int iterations = _options.MaximumNumberOfIterations ?? Math.Max(2, 3 * Math.Max(1, 500_000 / rows.Count));
        float l2 = _options.L2Regularization ?? AutomaticL2(iterations, rows.Count);
        float l1 = _options.L1Regularization ?? AutomaticL1(rows.FeatureCount);

        var ascent = new DualCoordinateAscent(rows, classCount, isBinary, Math.Max(l2, SmallestL2), l1);
        Random random = _options.Shuffle ? Environment.CreateRandom() : null;
        ascent.Run(iterations, _options.ConvergenceCheckFrequency ?? 1, _options.ConvergenceTolerance, random);
        return ascent;
    }

    private protected virtual float AutomaticL2(int iterations, int rowCount) =>
        Math.Max(1e-6f, 20f / ((long)Math.Max(2, iterations / 2) * rowCount));

    private static float AutomaticL1(int featureCount) => featureCount switch
    {
        < 100 => 0,
        < 1000 => 0.25f,
        < 10000 => 0.5f,
        _ => 1,
    };

    /// <summary>The options.</summary>
    public abstract class OptionsBase : TrainerInputBaseWithWeight
    {
        private protected OptionsBase()
        {
        }

        /// <summary>The weight of the L2 term for the mean loss; null: chosen from the data.</summary>
        public float? L2Regularization;

        /// <summary>The weight of the L1 term, as a multiple of that of the L2 term; null: chosen from the data.</summary>
        public float? L1Regularization;

        /// <summary>The most threads; null: chosen. This stand-in visits the examples one after another all the same.</summary>
        public int? NumberOfThreads;

        /// <summary>The duality gap, as a part of the loss, that is small enough.</summary>
        public float ConvergenceTolerance = 0.1f;

        /// <summary>The most passes over the data; null: chosen from the data.</summary>
        public int? MaximumNumberOfIterations;

        /// <summary>Whether each pass visits the examples in an order of its own.</summary>
        public bool Shuffle = true;

        /// <summary>After how many passes convergence is checked; 0 or less: never; null: chosen.</summary>
        public int? ConvergenceCheckFrequency;
    }
}
