using MLNet.LlmExtensions.Training.Graphs.Execution;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Two operands in one floating-point type; disposing releases the copies that were made for it.</summary>
internal readonly struct PromotedPair : IDisposable
{
    private readonly bool _ownsLeft;
    private readonly bool _ownsRight;

    public PromotedPair(Tensor left, Tensor right)
    {
        (Left, Right) = (left, right);
        var (a, b) = (left.dtype, right.dtype);
        if (a == b || !ElementTypes.IsReal(a) || !ElementTypes.IsReal(b))
            return;
        var type = ElementTypes.Wider(a, b);
        if (a != type)
            (Left, _ownsLeft) = (left.to_type(type), true);
        if (b != type)
            (Right, _ownsRight) = (right.to_type(type), true);
    }

    public Tensor Left { get; }

    public Tensor Right { get; }

    public void Dispose()
    {
        if (_ownsLeft)
            Left.Dispose();
        if (_ownsRight)
            Right.Dispose();
    }
}
