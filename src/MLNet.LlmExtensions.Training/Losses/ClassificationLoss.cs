using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Losses;

/// <summary>What a training makes small. A sum over rows, so that several batches add up to the loss of one large one.</summary>
internal abstract class ClassificationLoss
{
    protected ClassificationLoss(int classes) => Classes = classes;

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>Makes the loss that the options ask for.</summary>
    /// <param name="options">Kind, label smoothing and class weights.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="trainingLabels">The labels of the training rows, which class weights are counted from.</param>
    public static ClassificationLoss Create(
        FineTuningOptions options, int classes, IReadOnlyCollection<IReadOnlyList<int>> trainingLabels) =>
        options.MultiLabel
            ? new BinaryLosses(LabelWeights.Positive(options.ClassWeighting, classes, trainingLabels), options.LabelSmoothing)
            : new CrossEntropyLoss(LabelWeights.OfClasses(options.ClassWeighting, classes, trainingLabels), options.LabelSmoothing);

    /// <summary>What a row adds to the number that the sum is divided by.</summary>
    public abstract double Weight(IReadOnlyList<int> labels);

    /// <summary>The sum of the rows' losses, a scalar.</summary>
    /// <param name="logits">Float32 [rows, classes].</param>
    /// <param name="labels">The labels of the rows.</param>
    public abstract Tensor Sum(Tensor logits, IReadOnlyList<IReadOnlyList<int>> labels);

    /// <summary>The loss of one row without smoothing and weights, for measuring.</summary>
    public abstract double Measure(ReadOnlySpan<float> logits, IReadOnlyList<int> labels);

    /// <summary>Writes which labels a row is given.</summary>
    /// <param name="logits">The row's logits.</param>
    /// <param name="predicted">Receives them, one truth value for each class.</param>
    public abstract void Predict(ReadOnlySpan<float> logits, Span<bool> predicted);

    /// <summary>ln(1 + eˣ) without overflow.</summary>
    protected static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    protected Tensor Constant(float[] values, int rows, Device device) =>
        tensor(values, [rows, Classes], dtype: ScalarType.Float32, device: device);
}
