using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Rows;

/// <summary>The checks of <see cref="TextBindings"/> on a schema's shape.</summary>
internal static class TextShapes
{
    /// <summary>Makes sure that a shape has a text column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing or not a text column.</exception>
    public static void Check(string operation, SchemaShape input, string name)
    {
        var text = input.Where(column => column.Name == name).Take(1).ToArray();
        if (text.Length == 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(input), ColumnMessages.Missing(operation, "input", name, input.Select(column => column.Name)));
        }

        if (text[0].Kind != SchemaShape.Column.VectorKind.Scalar || text[0].ItemType is not TextDataViewType)
        {
            var isText = text[0].ItemType is TextDataViewType;
            throw new ArgumentOutOfRangeException(
                nameof(input), ColumnMessages.NotText(operation, name, $"{text[0].Kind} of {text[0].ItemType}", isText));
        }
    }
}
