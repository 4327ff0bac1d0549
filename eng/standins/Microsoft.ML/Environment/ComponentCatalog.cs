using System.Reflection;

namespace Microsoft.ML.Runtime;

/// <summary>The components that saved models can refer to.</summary>
public sealed class ComponentCatalog
{
    private readonly Lock _lock = new();
    private readonly HashSet<Assembly> _assemblies = [];
    private readonly Dictionary<(Type Attribute, string Contract), Type> _extensions = [];

    internal ComponentCatalog()
    {
    }

    /// <summary>Makes the components of an assembly known.</summary>
    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        Guard.NotNull(assembly, nameof(assembly));
        lock (_lock)
        {
            if (!_assemblies.Add(assembly))
                return;
            foreach (var type in assembly.GetTypes().Where(type => type.IsClass))
            {
                foreach (var attribute in type.GetCustomAttributes<ExtensionBaseAttribute>())
                {
                    if (!_extensions.TryAdd((attribute.GetType(), attribute.ContractName), type) && throwOnError)
                    {
                        throw new InvalidOperationException($"An extension for '{attribute.GetType().Name}' with the "
                            + $"contract '{attribute.ContractName}' has already been registered.");
                    }
                }
            }
        }
    }

    /// <summary>Makes an instance of the class that carries the attribute with the contract.</summary>
    internal object CreateExtension(Type attribute, string contractName)
    {
        lock (_lock)
        {
            if (!_extensions.TryGetValue((attribute, contractName), out var type))
            {
                throw new InvalidOperationException($"There is no extension with the contract '{contractName}'. Call "
                    + $"{nameof(RegisterAssembly)} with the assembly of the class that is marked with {attribute.Name}.");
            }

            return Activator.CreateInstance(type);
        }
    }
}
