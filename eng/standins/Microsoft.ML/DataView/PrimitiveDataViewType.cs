namespace Microsoft.ML.Data;

/// <summary>The base of the types with one value that owns nothing.</summary>
public abstract class PrimitiveDataViewType : DataViewType
{
    /// <summary>Initializes the base.</summary>
    protected PrimitiveDataViewType(Type rawType)
        : base(rawType)
    {
        if (typeof(IDisposable).IsAssignableFrom(rawType))
            throw new ArgumentOutOfRangeException(nameof(rawType), "A primitive type cannot be disposable.");
    }
}
