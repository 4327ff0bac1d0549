namespace Microsoft.ML;

/// <summary>
/// Marks an internal class whose static method <c>Load(ModelLoadContext)</c> reads what was saved after
/// <see cref="ModelSaveContext.SetLoader"/> with the same name.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ModelLoaderAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
