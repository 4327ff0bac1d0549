namespace Microsoft.ML;

/// <summary>Something that can be a part of a saved model.</summary>
public interface ICanSaveModel
{
    /// <summary>Saves this.</summary>
    void Save(ModelSaveContext ctx);
}
