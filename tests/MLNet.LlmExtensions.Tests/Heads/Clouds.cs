using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Tests.Heads;

/// <summary>Points around one centre for each class.</summary>
internal static class Clouds
{
    public static Cloud[] Create(int rows, int classes, int dimensions, float spread = 1, int seed = 3)
    {
        var random = new Random(seed);
        var centres = Enumerable.Range(0, classes).Select(_ => Point(2)).ToArray();
        return [.. Enumerable.Range(0, rows).Select(row =>
        {
            var features = Point(spread);
            for (var i = 0; i < dimensions; i++)
            {
                features[i] += centres[row % classes][i];
            }

            return new Cloud { Label = "c" + (row % classes), IsFirst = row % classes == 0, Features = features };
        })];

        // The sum of three even numbers is bell-shaped enough.
        float[] Point(float scale) =>
            [.. Enumerable.Range(0, dimensions).Select(_ => scale * (random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f))];
    }

    public static SchemaDefinition Schema(int dimensions)
    {
        var schema = SchemaDefinition.Create(typeof(Cloud));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, dimensions);
        return schema;
    }

    public static IDataView View(Cloud[] rows, int? dimensions = null) =>
        new MLContext(1).Data.LoadFromEnumerable(rows, Schema(dimensions ?? rows[0].Features.Length));
}
