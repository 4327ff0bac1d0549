namespace TorchSharp.Modules;

/// <summary>The settings of a group of parameters. Null: the optimizer's own.</summary>
public class OptimizerOptions
{
    public double? LearningRate { get; set; }

    public double InitialLearningRate { get; set; }
}
