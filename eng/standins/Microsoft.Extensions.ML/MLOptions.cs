using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>The context that pools load their models with.</summary>
public class MLOptions
{
    private MLContext _own;

    public MLContext MLContext
    {
        get => _own ??= new MLContext();
        set => _own = value;
    }
}
