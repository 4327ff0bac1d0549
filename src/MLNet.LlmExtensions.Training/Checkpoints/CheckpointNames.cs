namespace MLNet.LlmExtensions.Training.Checkpoints;

/// <summary>The names of a checkpoint's tensors: what they are, a slash, and the parameter's name.</summary>
internal static class CheckpointNames
{
    /// <summary>The parameter itself.</summary>
    public static string Value(string parameter) => "value/" + parameter;

    /// <summary>The optimiser's mean of its gradients.</summary>
    public static string Mean(string parameter) => "mean/" + parameter;

    /// <summary>The optimiser's mean of their squares.</summary>
    public static string Square(string parameter) => "square/" + parameter;

    /// <summary>The parameter at its best.</summary>
    public static string Best(string parameter) => "best/" + parameter;
}
