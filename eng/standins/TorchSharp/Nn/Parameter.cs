namespace TorchSharp.Modules;

/// <summary>A tensor to be trained. It takes over the native tensor that it is made from.</summary>
public class Parameter : torch.Tensor
{
    public Parameter(torch.Tensor data, bool requires_grad = true)
        : base(data.with_requires_grad(requires_grad).MoveHandle(), register: false)
    {
        DisposeScope.Replace(data, this);
    }
}
