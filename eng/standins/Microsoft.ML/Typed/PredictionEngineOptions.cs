using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Options of prediction engines.</summary>
public sealed class PredictionEngineOptions
{
    /// <summary>Whether members without a column are left alone.</summary>
    public bool IgnoreMissingColumns = true;

    /// <summary>How the members of the input are columns.</summary>
    public SchemaDefinition InputSchemaDefinition;

    /// <summary>How the members of the output are columns.</summary>
    public SchemaDefinition OutputSchemaDefinition;

    /// <summary>Whether the engine disposes the model.</summary>
    public bool OwnsTransformer = true;
}
