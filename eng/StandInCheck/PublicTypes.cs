using System.Reflection;

namespace StandInCheck;

internal static class PublicTypes
{
    /// <summary>The types that code outside the assemblies can name, by full name.</summary>
    public static IReadOnlyDictionary<string, Type> Of(IEnumerable<Assembly> assemblies)
    {
        var types = new Dictionary<string, Type>(StringComparer.Ordinal);
        foreach (Type type in assemblies.SelectMany(assembly => assembly.GetTypes()).Where(IsVisible))
            types.TryAdd(type.FullName!, type);

        return types;
    }

    private static bool IsVisible(Type type)
    {
        if (!type.IsNested)
            return type.IsPublic;

        bool isVisibleInside = type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem;
        return isVisibleInside && IsVisible(type.DeclaringType!);
    }
}
