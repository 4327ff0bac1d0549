using System.Reflection;

namespace StandInCheck;

/// <summary>Says what one type offers and its counterpart does not.</summary>
internal static class TypeComparison
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Differences(Type standIn, Type? official)
    {
        if (official is null)
        {
            yield return "the type does not exist";
            yield break;
        }

        string expectedHeader = TypeNames.Header(official);
        string header = TypeNames.Header(standIn);
        if (header != expectedHeader)
            yield return $"declared as '{header}', official is '{expectedHeader}'";

        HashSet<string> officialBases = [.. Bases(official).Select(TypeNames.Full)];
        foreach (string name in Bases(standIn).Where(IsNameable).Select(TypeNames.Full).Where(name => !officialBases.Contains(name)))
            yield return $"derives from or implements {name}";

        HashSet<string> officialMembers = [.. Members(official, withInherited: true)];
        foreach (string member in Members(standIn, withInherited: false).Where(member => !officialMembers.Contains(member)))
            yield return $"offers {member}";
    }

    private static IEnumerable<Type> Bases(Type type)
    {
        for (Type? parent = type.BaseType; parent is not null; parent = parent.BaseType)
            yield return parent;

        foreach (Type contract in type.GetInterfaces())
            yield return contract;
    }

    private static bool IsNameable(Type type) => type.IsVisible;

    private static IEnumerable<string> Members(Type type, bool withInherited)
    {
        // What is protected in a sealed type, or overridable in it, nobody can use.
        bool isOpen = !type.IsSealed && !type.IsValueType;
        foreach (string member in DeclaredMembers(type, isOpen))
            yield return member;

        if (!withInherited)
            yield break;

        foreach (Type parent in Bases(type))
        {
            // Constructors are not inherited, and an interface's members are a class's only where it declares them.
            if (parent.IsInterface && !type.IsInterface)
                continue;

            foreach (string member in DeclaredMembers(parent, isOpen).Where(member => !member.StartsWith("new(", StringComparison.Ordinal)))
                yield return member;
        }
    }

    private static IEnumerable<string> DeclaredMembers(Type type, bool isOpen)
    {
        foreach (ConstructorInfo constructor in type.GetConstructors(Declared).Where(member => !member.IsStatic))
        {
            if (Accessibility.Of(constructor, isOpen) is { } access)
                yield return $"new({MemberText.Parameters(constructor)}) [{access}]";
        }

        foreach (FieldInfo field in type.GetFields(Declared).Where(field => !field.IsSpecialName))
        {
            if (Accessibility.Of(field, isOpen) is { } access)
                yield return $"{MemberText.Field(field)} [{access}]";
        }

        foreach (MethodInfo method in type.GetMethods(Declared).Where(method => !IsAccessor(method)))
        {
            if (Accessibility.Of(method, isOpen) is { } access)
                yield return $"{MemberText.Method(method, isOpen)} [{access}]";
        }

        foreach (PropertyInfo property in type.GetProperties(Declared))
        {
            foreach (MethodInfo accessor in property.GetAccessors(nonPublic: true))
            {
                if (Accessibility.Of(accessor, isOpen) is { } access)
                    yield return $"{MemberText.Accessor(property, accessor, isOpen)} [{access}]";
            }
        }

        foreach (EventInfo occurrence in type.GetEvents(Declared))
        {
            if (Accessibility.Of(occurrence.AddMethod!, isOpen) is { } access)
                yield return $"event {TypeNames.Full(occurrence.EventHandlerType!)} {occurrence.Name} [{access}]";
        }
    }

    private static bool IsAccessor(MethodInfo method) =>
        method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);
}
