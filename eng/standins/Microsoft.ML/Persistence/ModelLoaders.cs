using System.Reflection;

namespace Microsoft.ML;

/// <summary>Finds the loaders of this assembly by name.</summary>
internal static class ModelLoaders
{
    private static readonly Dictionary<string, MethodInfo> ByName = typeof(ModelLoaders).Assembly.GetTypes()
        .Select(type => (Type: type, Attribute: type.GetCustomAttribute<ModelLoaderAttribute>(inherit: false)))
        .Where(pair => pair.Attribute is not null)
        .ToDictionary(
            pair => pair.Attribute.Name,
            pair => pair.Type.GetMethod("Load", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(ModelLoadContext)])
                ?? throw new InvalidOperationException($"{pair.Type} has no static method Load(ModelLoadContext)."));

    public static object Load(string name, ModelLoadContext context)
    {
        if (!ByName.TryGetValue(name, out var method))
            throw new FormatException($"The model has a part of an unknown kind, '{name}'.");
        return method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [context], null);
    }
}
