using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>The base of the options of trainers that learn from labels.</summary>
public abstract class TrainerInputBaseWithLabel : TrainerInputBase
{
    private protected TrainerInputBaseWithLabel()
    {
    }

    /// <summary>The name of the label column.</summary>
    public string LabelColumnName = DefaultColumnNames.Label;
}
