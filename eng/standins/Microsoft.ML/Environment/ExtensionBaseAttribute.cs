namespace Microsoft.ML;

/// <summary>The base of the attributes that name a class for saved models.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class ExtensionBaseAttribute : Attribute
{
    private protected ExtensionBaseAttribute(string contractName) => ContractName = contractName;

    /// <summary>The name in saved models.</summary>
    public string ContractName { get; }
}
