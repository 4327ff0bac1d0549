namespace Microsoft.ML.Data;

/// <summary>The base of the types made of several values.</summary>
public abstract class StructuredDataViewType : DataViewType
{
    /// <summary>Initializes the base.</summary>
    protected StructuredDataViewType(Type rawType)
        : base(rawType)
    {
    }
}
