namespace Microsoft.ML.Trainers;

/// <summary>The base of the options of trainers that can weigh examples.</summary>
public abstract class TrainerInputBaseWithWeight : TrainerInputBaseWithLabel
{
    private protected TrainerInputBaseWithWeight()
    {
    }

    /// <summary>The name of the column of example weights; null: all weigh the same.</summary>
    public string ExampleWeightColumnName;
}
