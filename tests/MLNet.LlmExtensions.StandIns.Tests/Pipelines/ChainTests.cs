namespace MLNet.LlmExtensions.StandIns.Tests.Pipelines;

public class ChainTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _data;

    public ChainTests() => _data = _ml.Data.LoadFromEnumerable(new TextRow[] { new() { Text = "a" }, new() { Text = "bcd" } });

    [Fact]
    public void Estimators_are_fitted_on_what_the_ones_before_give()
    {
        var estimator = _ml.Transforms.CopyColumns("Copy", "Text").Append(new LengthEstimator(_ml, "Length", "Copy"));
        var model = estimator.Fit(_data);

        Assert.Equal([1, 3], Rows.Read<int>(model.Transform(_data), "Length"));
        Assert.Equal(["Text", "Copy", "Length"], model.GetOutputSchema(_data.Schema).Select(column => column.Name));
        Assert.IsType<LengthTransformer>(model.LastTransformer);
        Assert.IsType<LengthEstimator>(estimator.LastEstimator);
        Assert.Equal(2, model.Count());
    }

    [Fact]
    public void Mismatches_are_found_before_anything_is_fitted()
    {
        var estimator = new LengthEstimator(_ml, "Length", "Text");
        var chain = estimator.Append(_ml.Transforms.CopyColumns("Copy", "Missing"));

        Assert.Throws<ArgumentOutOfRangeException>(() => chain.Fit(_data));
        Assert.Equal(0, estimator.FitCount);
    }

    [Fact]
    public void Appending_leaves_the_original_as_it_was()
    {
        var start = new EstimatorChain<ITransformer>();
        var one = start.Append(new LengthEstimator(_ml, "Length", "Text"));
        var two = one.Append(_ml.Transforms.CopyColumns("Copy", "Length"));

        Assert.Empty(start.Fit(_data));
        Assert.Single(one.Fit(_data));
        Assert.Equal(2, two.Fit(_data).Count());
    }

    [Fact]
    public void Appending_to_a_chain_through_the_interface_makes_a_chain_of_chains_or_one_chain()
    {
        IEstimator<ITransformer> untyped = new EstimatorChain<ITransformer>().Append(_ml.Transforms.CopyColumns("A", "Text"));
        var model = untyped.Append(_ml.Transforms.CopyColumns("B", "Text")).Fit(_data);

        Assert.Equal(["Text", "A", "B"], model.GetOutputSchema(_data.Schema).Select(column => column.Name));
    }

    [Fact]
    public void Members_take_part_according_to_their_scope()
    {
        var model = _ml.Transforms.CopyColumns("A", "Text")
            .Append(_ml.Transforms.CopyColumns("B", "Text"), TransformerScope.TrainTest)
            .Append(_ml.Transforms.CopyColumns("C", "Text"))
            .Fit(_data);

        Assert.Equal(["Text", "A", "C"], model.Transform(_data).Schema.Select(column => column.Name));
        Assert.Equal(["Text", "A", "B", "C"], model.Transform(_data, TransformerScope.Training).Schema.Select(column => column.Name));
        Assert.Equal(2, model.GetModelFor(TransformerScope.Scoring).Count());
        Assert.Equal(3, model.GetModelFor(TransformerScope.Testing).Count());
    }

    [Fact]
    public void Transformers_are_appended_as_well()
    {
        ITransformer first = _ml.Transforms.CopyColumns("A", "Text").Fit(_data);
        var chain = first.Append(new LengthTransformer("Length", "A"));

        Assert.Equal([1, 3], Rows.Read<int>(chain.Transform(_data), "Length"));
        Assert.Equal("Length", chain.GetOutputSchema(_data.Schema)[^1].Name);
    }

    [Fact]
    public void A_chain_transforms_rows_when_all_its_members_do()
    {
        ITransformer good = new TransformerChain<ITransformer>(new LengthTransformer("A", "Text"), new LengthTransformer("B", "Text"));
        ITransformer bad = new TransformerChain<ITransformer>(new LengthTransformer("A", "Text") { IsRowToRowMapper = false });

        Assert.True(good.IsRowToRowMapper);
        Assert.False(bad.IsRowToRowMapper);
        Assert.Throws<InvalidOperationException>(() => bad.GetRowToRowMapper(_data.Schema));
        var mapper = good.GetRowToRowMapper(_data.Schema);
        Assert.Equal(["Text", "A", "B"], mapper.OutputSchema.Select(column => column.Name));
        Assert.Equal(["Text"], mapper.GetDependencies([mapper.OutputSchema["B"]]).Select(column => column.Name));
    }

    [Fact]
    public void A_chain_disposes_its_members()
    {
        var member = new LengthTransformer("A", "Text");
        new TransformerChain<ITransformer>(member).Dispose();

        Assert.True(member.IsDisposed);
    }

    [Fact]
    public void A_cache_checkpoint_reads_the_source_once_for_all_that_follows()
    {
        int passes = 0;
        var data = _ml.Data.LoadFromEnumerable(Passes());
        var chain = _ml.Transforms.CopyColumns("A", "Text")
            .AppendCacheCheckpoint(_ml)
            .Append(new ReadingEstimator("A"))
            .Append(new ReadingEstimator("A"));
        chain.Fit(data);

        Assert.Equal(1, passes);

        IEnumerable<TextRow> Passes()
        {
            passes++;
            yield return new TextRow { Text = "a" };
        }
    }

    [Fact]
    public void The_fitted_transformer_is_reported()
    {
        LengthTransformer? reported = null;
        var model = new LengthEstimator(_ml, "Length", "Text").WithOnFitDelegate(transformer => reported = transformer).Fit(_data);

        Assert.Same(model, reported);
    }

    [Fact]
    public void Shapes_are_checked_and_describe_what_is_known()
    {
        var shape = new LengthEstimator(_ml, "Length", "Text").GetOutputSchema(ShapeOf(_data));

        Assert.Equal(["Text", "Length"], shape.Select(column => column.Name));
        Assert.Equal(SchemaShape.Column.VectorKind.Scalar, shape[1].Kind);
        Assert.Equal(NumberDataViewType.Int32, shape[1].ItemType);
        Assert.False(shape[1].IsKey);
        Assert.Empty(shape[1].Annotations);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SchemaShape([default]));
    }

    // The shape of a schema, which only a chain that is fitted asks for.
    private static SchemaShape ShapeOf(IDataView data)
    {
        var probe = new ShapeProbe();
        new EstimatorChain<ITransformer>().Append(probe).Fit(data);
        return probe.Shape!;
    }
}
