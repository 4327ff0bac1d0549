namespace StandInCheck;

/// <summary>Types as text, without the assemblies that they are in.</summary>
internal static class TypeNames
{
    public static string Full(Type type)
    {
        if (type.IsByRef)
            return $"{Full(type.GetElementType()!)}&";
        if (type.IsPointer)
            return $"{Full(type.GetElementType()!)}*";
        if (type.IsArray)
            return $"{Full(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsGenericParameter)
            return type.Name;

        string name = type.IsGenericType ? type.GetGenericTypeDefinition().FullName! : type.FullName!;
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Full))}>" : name;
    }

    /// <summary>What kind of type it is, and its type parameters with their constraints.</summary>
    public static string Header(Type type)
    {
        string kind = type switch
        {
            { IsEnum: true } => $"enum : {Full(type.GetEnumUnderlyingType())}",
            { IsValueType: true } => IsReadOnly(type) ? "readonly struct" : "struct",
            { IsInterface: true } => "interface",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        string access = type.IsNested && !type.IsNestedPublic ? "protected " : "";
        return $"{access}{kind}{Constraints(type.GetGenericArguments())}";
    }

    public static string Constraints(Type[] parameters)
    {
        if (parameters.Length == 0)
            return "";

        return $"<{string.Join(", ", parameters.Select(Describe))}>";

        static string Describe(Type parameter)
        {
            if (!parameter.IsGenericParameter)
                return Full(parameter);

            string bounds = string.Join(" ", parameter.GetGenericParameterConstraints().Select(Full).Order(StringComparer.Ordinal));
            return $"{parameter.Name} : {parameter.GenericParameterAttributes} {bounds}".TrimEnd();
        }
    }

    private static bool IsReadOnly(Type type) =>
        type.GetCustomAttributesData().Any(data => data.AttributeType.Name == "IsReadOnlyAttribute");
}
