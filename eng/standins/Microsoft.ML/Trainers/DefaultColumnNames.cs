namespace Microsoft.ML.Data;

/// <summary>The names that trainers use for their columns unless told otherwise.</summary>
internal static class DefaultColumnNames
{
    public const string Features = "Features";
    public const string Label = "Label";
    public const string PredictedLabel = "PredictedLabel";
    public const string Score = "Score";
    public const string Probability = "Probability";
}
