namespace BatchScoring.Input;

/// <summary>A row's values, or why it has none that can be used.</summary>
/// <param name="Id">The id, also of a bad row where it could be read.</param>
/// <param name="Text">The text; empty in a bad row.</param>
/// <param name="Problem">Why the row is a bad one, without a word of its content; null where it is a good one.</param>
internal readonly record struct ParsedRow(string? Id, string Text, string? Problem)
{
    public static ParsedRow Bad(string problem, string? id = null) => new(id, "", problem);

    /// <summary>Checks values that could be read.</summary>
    public static ParsedRow Of(string? id, string text, RowColumns columns)
    {
        if (columns.Id is not null && string.IsNullOrEmpty(id))
            return Bad($"the id '{columns.Id}' is empty");
        if (string.IsNullOrWhiteSpace(text))
            return Bad("the text is empty", id);
        return text.Length > columns.MaximumTextLength
            ? Bad($"the text has {text.Length} characters; --max-text-length is {columns.MaximumTextLength}", id)
            : new(id, text, null);
    }
}
