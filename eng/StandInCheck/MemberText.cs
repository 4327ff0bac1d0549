using System.Globalization;
using System.Reflection;

namespace StandInCheck;

/// <summary>Members as text: everything that a caller's source can depend on.</summary>
internal static class MemberText
{
    public static string Field(FieldInfo field)
    {
        string modifier = field.IsLiteral ? "const " : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}";
        string value = field.IsLiteral ? $" = {Constant(field.GetRawConstantValue())}" : "";
        return $"{modifier}{TypeNames.Full(field.FieldType)} {field.Name}{value}";
    }

    public static string Method(MethodInfo method, bool isOpen)
    {
        string parameters = $"{(Has(method.GetCustomAttributesData(), "ExtensionAttribute") ? "this " : "")}{Parameters(method)}";
        return $"{Modifiers(method, isOpen)}{TypeNames.Full(method.ReturnType)} {method.Name}" +
            $"{TypeNames.Constraints(method.GetGenericArguments())}({parameters})";
    }

    public static string Accessor(PropertyInfo property, MethodInfo accessor, bool isOpen)
    {
        bool isSetter = accessor.ReturnType.FullName == "System.Void";
        bool isInit = accessor.ReturnParameter.GetRequiredCustomModifiers().Any(type => type.Name == "IsExternalInit");
        ParameterInfo[] indices = property.GetIndexParameters();
        string index = indices.Length == 0 ? "" : $"[{string.Join(", ", indices.Select(Parameter))}]";
        return $"{Modifiers(accessor, isOpen)}{TypeNames.Full(property.PropertyType)} {property.Name}{index} " +
            $"{{ {(isInit ? "init" : isSetter ? "set" : "get")}; }}";
    }

    public static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        IList<CustomAttributeData> attributes = parameter.GetCustomAttributesData();
        string prefix = Has(attributes, "ParamArrayAttribute") ? "params "
            : parameter.IsOut ? "out "
            : Has(attributes, "IsReadOnlyAttribute") ? "in "
            : "";
        string value = parameter.HasDefaultValue ? $" = {Constant(parameter.RawDefaultValue)}" : "";
        return $"{prefix}{TypeNames.Full(parameter.ParameterType)} {parameter.Name}{value}";
    }

    private static string Modifiers(MethodInfo method, bool isOpen)
    {
        if (method.IsStatic)
            return "static ";
        if (!isOpen)
            return "";

        return method.IsAbstract ? "abstract " : method.IsVirtual && !method.IsFinal ? "virtual " : "";
    }

    private static bool Has(IList<CustomAttributeData> attributes, string name) =>
        attributes.Any(data => data.AttributeType.Name == name);

    private static string Constant(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };
}
