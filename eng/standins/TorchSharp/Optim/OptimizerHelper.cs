namespace TorchSharp.Modules;

/// <summary>An optimizer whose steps are .NET code.</summary>
public abstract class OptimizerHelper : torch.optim.Optimizer
{
    protected OptimizerOptions _defaults;

    public OptimizerHelper()
    {
    }

    /// <summary>Moves what the optimizer remembers to where the parameters now are.</summary>
    public void to(torch.Device device)
    {
        foreach (Parameter parameter in parameters())
            StateOf(parameter).to(device);
    }

    private protected abstract OptimizerState StateOf(Parameter parameter);
}
