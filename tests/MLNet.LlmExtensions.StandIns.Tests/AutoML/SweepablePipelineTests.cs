using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;
using Space = Microsoft.ML.SearchSpace.SearchSpace;

namespace MLNet.LlmExtensions.StandIns.Tests.AutoML;

public sealed class SweepablePipelineTests
{
    private readonly MLContext _ml = new(1);
    private readonly List<string> _built = [];

    [Fact]
    public void Estimators_follow_each_other_and_several_are_a_choice()
    {
        Assert.Equal(["e0 * e1"], Schemas(Plain().Append(Sweepable("a"))));
        Assert.Equal(["e0 * e1"], Schemas(Sweepable("a").Append(Plain())));
        Assert.Equal(["e0 * e1", "e0 * e2"], Schemas(Plain().Append(Sweepable("a"), Sweepable("b"))));
        Assert.Equal(["e0 * e1 * e2", "e0 * e1 * e3"], Schemas(Plain().Append(Plain().Append(Sweepable("a"), Sweepable("b")))));
        Assert.Equal(["e0 * e1 * e2"], Schemas(Sweepable("a").Append(Plain().Append(Sweepable("b")))));
        Assert.Equal(["e0 * e1 * e3", "e0 * e2 * e3"], Schemas(Plain().Append(Sweepable("a"), Sweepable("b")).Append(Plain())));
    }

    [Fact]
    public void Whole_pipelines_can_be_the_choice()
    {
        SweepablePipeline pipeline = Plain().Append(Sweepable("z"))
            .Append(Sweepable("a").Append(Sweepable("b"), Sweepable("c")), Sweepable("d"));

        Assert.Equal(["e0 * e1 * e2 * e3", "e0 * e1 * e2 * e4", "e0 * e1 * e5"], Schemas(pipeline));
        Assert.Equal(["e0", "e1", "e2", "e3", "e4", "e5"], pipeline.Estimators.Keys);
    }

    [Fact]
    public void The_values_say_which_pipeline_is_built_and_how()
    {
        SweepablePipeline pipeline = Plain().Append(Sweepable("a"), Sweepable("b")).Append(Plain());
        Parameter start = pipeline.SearchSpace.SampleFromFeatureSpace(pipeline.SearchSpace.Default);

        Assert.Equal("""{"_SCHEMA_":"e0 * e1 * e3","e0":{},"e1":{"Rounds":4},"e2":{"Rounds":4},"e3":{}}""", start.ToString());
        pipeline.BuildFromOption(_ml, start);
        start["_SCHEMA_"] = Parameter.FromString("e0 * e2 * e3");
        start["e2"]["Rounds"] = Parameter.FromInt(8);
        pipeline.BuildFromOption(_ml, start);
        Assert.Equal(["a4", "b8"], _built);

        start["_SCHEMA_"] = Parameter.FromString("e0 * e9");
        Assert.Throws<KeyNotFoundException>(() => pipeline.BuildFromOption(_ml, start));
    }

    [Fact]
    public void The_factory_gets_the_property_values_for_what_is_not_searched()
    {
        TrialOptions? seen = null;
        SweepableEstimator estimator = _ml.Auto().CreateSweepableEstimator<TrialOptions>(
            (_, options) =>
            {
                seen = options;
                return Plain();
            }, new SearchSpace<TrialOptions>(new TrialOptions { Constant = "other" }));

        Assert.IsType<SearchSpace<TrialOptions>>(estimator.SearchSpace);
        estimator.BuildFromOption(_ml, Parameter.CreateNestedParameter());
        Assert.Equal("constant", seen!.Constant);
        Assert.Equal(7, seen.Rounds);

        estimator.BuildFromOption(_ml, estimator.SearchSpace.SampleFromFeatureSpace(estimator.SearchSpace.Default));
        Assert.Equal("other", seen.Constant);
        Assert.Equal(4, seen.Rounds);
    }

    [Fact]
    public void There_is_no_sweepable_estimator_without_a_space() =>
        Assert.ThrowsAny<Exception>(() => _ml.Auto().CreateSweepableEstimator<TrialOptions>((_, _) => Plain()));

    private static string[] Schemas(SweepablePipeline pipeline) =>
        [.. ((ChoiceOption)pipeline.SearchSpace["_SCHEMA_"]).Choices.Select(choice => choice.AsType<string>())];

    private IEstimator<ITransformer> Plain() => _ml.Transforms.CopyColumns("B", "A");

    private SweepableEstimator Sweepable(string name) => new(
        (context, parameter) =>
        {
            _built.Add(name + parameter["Rounds"].AsType<int>());
            return context.Transforms.CopyColumns(name, "A");
        }, new Space { ["Rounds"] = new UniformIntOption(1, 9, false, 4) });
}
