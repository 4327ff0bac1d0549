using MLNet.LlmExtensions.FineTuning.Tasks;
using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>What a loaded chain that stands for a classifier holds.</summary>
/// <param name="State">The state.</param>
/// <param name="Payload">The classifier in base 64.</param>
/// <param name="Keys">The values of the predicted key; null where the classifier predicts none.</param>
internal sealed record SavedClassifier(ClassifierState State, string Payload, ClassKeys? Keys)
{
    /// <summary>The task of the classifier.</summary>
    public TextClassificationTask Task(FineTunedClassifier classifier) => State.Kind switch
    {
        TextClassificationKind.Multiclass => new MulticlassTask(Keys ?? ClassKeys.Of(classifier.Classes)),
        TextClassificationKind.Binary => new BinaryTask(),
        _ => new MultiLabelTask(classifier.Classes),
    };
}
