namespace Microsoft.ML;

/// <summary>Argument checks with the exception types of the official package.</summary>
internal static class Guard
{
    public static T NotNull<T>(T value, string name)
        where T : class => value ?? throw new ArgumentNullException(name);

    // The official package reports null and empty names alike.
    public static string NotEmpty(string value, string name) =>
        string.IsNullOrEmpty(value) ? throw new ArgumentOutOfRangeException(name, $"{name} cannot be null or empty") : value;

    public static void Argument(bool condition, string name, string message = null)
    {
        if (!condition)
            throw new ArgumentOutOfRangeException(name, message);
    }

    public static void State(bool condition, string message)
    {
        if (!condition)
            throw new InvalidOperationException(message);
    }

    /// <summary>What reads a source ahead reports every exception like this.</summary>
    public static InvalidOperationException SourceFailed(Exception exception) =>
        new("An exception was encountered while consuming source data.", exception);

    /// <summary>A column that is missing or has the wrong type.</summary>
    public static ArgumentOutOfRangeException SchemaMismatch(string parameter, string role, string column) =>
        new(parameter, $"Could not find {role} column '{column}'");

    /// <inheritdoc cref="SchemaMismatch(string, string, string)"/>
    public static ArgumentOutOfRangeException SchemaMismatch(
        string parameter, string role, string column, string expected, string actual) =>
        new(parameter, $"Schema mismatch for {role} column '{column}': expected {expected}, got {actual}");
}
