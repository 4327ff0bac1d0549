namespace Microsoft.ML.AutoML;

/// <summary>AutoML as part of a context.</summary>
public static class MLContextExtension
{
    public static AutoCatalog Auto(this MLContext mlContext) => new(mlContext);
}
