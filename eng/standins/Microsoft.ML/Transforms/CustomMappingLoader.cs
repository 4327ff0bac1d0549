using System.Reflection;

namespace Microsoft.ML.Transforms;

/// <summary>Saves custom mappings by the name of their contract and of the assembly with the mapping.</summary>
[ModelLoader(Name)]
internal static class CustomMappingLoader
{
    private const string Name = "CustomMapping";

    public static void Save(ModelSaveContext ctx, string contractName, Assembly assembly)
    {
        ctx.SetLoader(Name);
        ctx.Writer.Write(contractName);
        ctx.Writer.Write(assembly.FullName);
    }

    public static ITransformer Load(ModelLoadContext ctx)
    {
        string contract = ctx.Reader.ReadString();
        var catalog = ctx.Environment.ComponentCatalog;
        catalog.RegisterAssembly(Assembly.Load(ctx.Reader.ReadString()));
        object factory = catalog.CreateExtension(typeof(CustomMappingFactoryAttributeAttribute), contract);
        return factory is ICustomMappingFactory mapping
            ? mapping.CreateTransformer(ctx.Environment, contract)
            : throw new InvalidOperationException(
                $"The class with contract '{contract}' must derive from '{typeof(CustomMappingFactory<,>).FullName}'.");
    }
}
