using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Tests.Support;

namespace MLNet.LlmExtensions.Tests.Embedding;

public sealed class EstimatorTests
{
    private static readonly MLContext Ml = new(1);

    [Fact]
    public void The_output_is_a_vector_of_known_size_after_the_columns_of_the_input()
    {
        var view = EveryType.Create();
        var output = Fake.Estimator(new FakeSession()).Fit(view).GetOutputSchema(view.Schema);
        Assert.Equal(view.Schema.Count + 1, output.Count);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2), output["Features"].Type);
        for (var i = 0; i < view.Schema.Count; i++)
        {
            Assert.Equal(view.Schema[i].Name, output[i].Name);
            Assert.Equal(view.Schema[i].Type, output[i].Type);
            var note = default(ReadOnlyMemory<char>);
            output[i].Annotations.GetValue("Note", ref note);
            Assert.Equal($"about {output[i].Name}", note.ToString());
        }
    }

    [Fact]
    public void A_column_of_the_same_name_becomes_hidden()
    {
        var session = new FakeSession();
        var data = EveryType.Create().Embed(session, new LlmEmbeddingOptions { OutputColumnName = "Dense" });
        Assert.True(data.Schema.First(column => column.Name == "Dense").IsHidden);
        Assert.Equal(2, ((VectorDataViewType)data.Schema["Dense"].Type).Size);
        Assert.Equal(FakeSession.Vector(EveryType.TextOf(0)), data.GetColumn<float[]>("Dense").First());
    }

    [Fact]
    public void The_embedding_may_take_the_place_of_its_text()
    {
        var data = EveryType.Create().Embed(new FakeSession(), new LlmEmbeddingOptions { OutputColumnName = "Text" });
        Assert.Equal(FakeSession.Vector(EveryType.TextOf(3)), data.GetColumn<float[]>("Text").ElementAt(3));
    }

    [Fact]
    public void A_missing_column_is_named_with_those_that_are_there()
    {
        var data = Ml.Data.LoadFromEnumerable([new { Report = "", Grade = 1f }]);
        var estimator = Fake.Estimator(new FakeSession());
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(data));
        Assert.Contains("'Text'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Grade, Report", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Fake.Transformer(new FakeSession()).Transform(data));
    }

    [Theory]
    [InlineData("Single", "Single")]
    [InlineData("Words", "Join the texts")]
    [InlineData("Key", "Key")]
    public void A_column_of_another_type_is_refused_with_advice(string column, string expected)
    {
        var view = EveryType.Create();
        var options = new LlmEmbeddingOptions { InputColumnName = column };
        var session = new FakeSession();
        foreach (var act in (Action[])[
            () => Fake.Estimator(session, options).Fit(view),
            () => Fake.Transformer(session, options).GetOutputSchema(view.Schema),
            () => Fake.Transformer(session, options).GetRowToRowMapper(view.Schema)])
        {
            var exception = Assert.Throws<ArgumentOutOfRangeException>(act);
            Assert.Contains($"'{column}'", exception.Message, StringComparison.Ordinal);
            Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_pipeline_is_checked_before_anything_runs()
    {
        var data = Ml.Data.LoadFromEnumerable([new { Text = 1f, Label = "a" }]);
        var session = new FakeSession();
        var pipeline = Ml.Transforms.Conversion.MapValueToKey("Label").Append(Fake.Estimator(session))
            .Append(Ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy());
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.Fit(data));
        Assert.Contains("'Text'", exception.Message, StringComparison.Ordinal);
        Assert.Empty(session.Calls);
    }

    [Fact]
    public void The_shape_says_vector_of_single()
    {
        var shape = Ml.Transforms.CopyColumns("Other", "Text").Append(Fake.Estimator(new FakeSession()))
            .GetOutputSchema(Shapes.Of(EveryType.Create()));
        var column = shape.Single(item => item.Name == "Features");
        Assert.Equal(SchemaShape.Column.VectorKind.Vector, column.Kind);
        Assert.Equal(NumberDataViewType.Single, column.ItemType);
        Assert.False(column.IsKey);
        Assert.Single(shape, item => item.Name == "Text");
    }

    [Theory]
    [InlineData("", "Text", 1, 1, "OutputColumnName")]
    [InlineData("Features", "", 1, 1, "InputColumnName")]
    [InlineData("Features", "Text", 0, 1, "LookAheadRows")]
    [InlineData("Features", "Text", 1, 0, "LookAheadCharacters")]
    public void Options_that_cannot_be_used_are_named(string output, string input, int rows, int characters, string option)
    {
        var options = new LlmEmbeddingOptions
        {
            OutputColumnName = output, InputColumnName = input, LookAheadRows = rows, LookAheadCharacters = characters,
        };
        var exception = Assert.Throws<ArgumentException>(() => options.Check("options"));
        Assert.Contains(option, exception.Message, StringComparison.Ordinal);
    }
}
