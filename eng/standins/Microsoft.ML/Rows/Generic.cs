using System.Reflection;

namespace Microsoft.ML;

/// <summary>Calls generic methods with types that are known only at run time.</summary>
internal static class Generic
{
    private const BindingFlags All =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Calls a static method of which there is one generic overload.</summary>
    public static object Invoke(Type owner, string method, Type argument, params object[] arguments) =>
        Invoke(owner, null, method, [argument], arguments);

    /// <summary>Calls a method of an object of which there is one generic overload.</summary>
    public static object Invoke(Type owner, object target, string method, Type[] types, params object[] arguments) =>
        owner.GetMethods(All)
            .Single(candidate => candidate.Name == method && candidate.IsGenericMethodDefinition)
            .MakeGenericMethod(types)
            .Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
