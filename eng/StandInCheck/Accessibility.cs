using System.Reflection;

namespace StandInCheck;

/// <summary>How code in another assembly can reach a member; null where it cannot.</summary>
internal static class Accessibility
{
    public static string? Of(MethodBase method, bool isOpen) =>
        Of(method.IsPublic, method.IsFamily || method.IsFamilyOrAssembly, isOpen);

    public static string? Of(FieldInfo field, bool isOpen) =>
        Of(field.IsPublic, field.IsFamily || field.IsFamilyOrAssembly, isOpen);

    private static string? Of(bool isPublic, bool isProtected, bool isOpen) =>
        isPublic ? "public" : isProtected && isOpen ? "protected" : null;
}
