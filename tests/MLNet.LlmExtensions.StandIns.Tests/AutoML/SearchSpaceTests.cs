using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;
using Space = Microsoft.ML.SearchSpace.SearchSpace;

namespace MLNet.LlmExtensions.StandIns.Tests.AutoML;

public sealed class SearchSpaceTests
{
    [Theory]
    [InlineData(1, 10, 4, false, 4)]
    [InlineData(1, 10, 8, false, 7)]
    [InlineData(1, 100, 14, false, 13)]
    [InlineData(1, 10, 5, true, 4)]
    public void A_whole_number_can_begin_one_below_its_default(int min, int max, int start, bool log, int expected)
    {
        // Nothing to rely on, but something to know: a choice between numbers has no such error.
        var option = new UniformIntOption(min, max, log, start);
        Assert.Equal(expected, option.SampleFromFeatureSpace(option.Default!).AsType<int>());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.1, 1)]
    [InlineData(0.99, 9)]
    [InlineData(1, 10)]
    public void A_whole_number_is_rounded_down(double coordinate, int expected) =>
        Assert.Equal(expected, new UniformIntOption(1, 10).SampleFromFeatureSpace([coordinate]).AsType<int>());

    [Fact]
    public void Numbers_are_uniform_or_uniform_in_their_logarithm()
    {
        Assert.Equal(1.4, new UniformDoubleOption(-1, 3).SampleFromFeatureSpace([0.6]).AsType<double>(), 12);
        Assert.Equal(0.0316227766, new UniformDoubleOption(1e-4, 10, true).SampleFromFeatureSpace([0.5]).AsType<double>(), 9);
        Assert.Equal(0.6, new UniformDoubleOption(1e-4, 10, true, 0.1).Default!.Single(), 12);
        Assert.Equal(1f / 3, new UniformSingleOption(0.1f, 0.7f, false, 0.3f).Default!.Single(), 6);
        Assert.Equal([0.0], new UniformDoubleOption(5, 6).Default!);
        Assert.Equal([null], new UniformDoubleOption(5, 6).Step);
    }

    [Fact]
    public void A_choice_divides_its_coordinate_evenly()
    {
        var option = new ChoiceOption(["a", "b", "c"], "c");

        Assert.Equal(["a", "b", "c", "c"], new[] { 0.3, 0.5, 0.7, 1 }.Select(x => option.SampleFromFeatureSpace([x]).AsType<string>()));
        Assert.Equal([3], option.Step);
        Assert.Equal(2.0 / 3, option.Default!.Single(), 12);
        Assert.Equal(0, new ChoiceOption("only").FeatureSpaceDim);
        Assert.Equal("only", new ChoiceOption("only").SampleFromFeatureSpace([]).AsType<string>());
    }

    [Fact]
    public void Coordinates_follow_the_order_of_the_names()
    {
        var space = new Space
        {
            ["z"] = new ChoiceOption("only"),
            ["n"] = new Space { ["b"] = new UniformIntOption(0, 10, false, 5), ["a"] = new UniformDoubleOption(0, 1, false, 0.25) },
            ["k"] = new UniformIntOption(1, 3, false, 2),
        };

        Assert.Equal(3, space.FeatureSpaceDim);
        Assert.Equal([0.5, 0.25, 0.5], space.Default);
        Assert.Equal([null, null, null, 1], space.Step);
        Parameter sample = space.SampleFromFeatureSpace([1, 0.75, 0.3]);
        Assert.Equal("""{"k":3,"n":{"a":0.75,"b":3},"z":"only"}""", sample.ToString());
        Assert.Equal([1, 0.75, 0.3], space.MappingToFeatureSpace(sample));
        Assert.Throws<IndexOutOfRangeException>(() => space.SampleFromFeatureSpace([1]));
    }

    [Fact]
    public void Attributes_say_where_a_typed_space_begins_and_not_the_values_of_the_properties()
    {
        var space = new SearchSpace<TrialOptions>();
        TrialOptions start = space.SampleFromFeatureSpace(space.Default);

        Assert.Equal(0.1f, start.L2, 5);
        Assert.Equal(4, start.Rounds);
        Assert.Equal(0.5, start.Width, 12);
        Assert.Equal("one", start.Word);
        Assert.True(start.Flag);
        Assert.Equal(DayOfWeek.Monday, start.Day);
        Assert.Equal(3, start.Inner.Depth);
        Assert.Equal("inner", start.Inner.Name);
        Assert.Equal("constant", start.Constant);
    }

    [Fact]
    public void A_default_object_gives_the_constants_but_not_the_start()
    {
        var space = new SearchSpace<TrialOptions>(new TrialOptions { Constant = "other", Rounds = 9 });
        TrialOptions start = space.SampleFromFeatureSpace(space.Default);

        Assert.Equal("other", start.Constant);
        Assert.Equal(4, start.Rounds);
        Assert.Equal("other", ((Space)space).SampleFromFeatureSpace(space.Default)["Constant"].AsType<string>());
        Assert.False(((Space)new SearchSpace<TrialOptions>()).SampleFromFeatureSpace(space.Default).ContainsKey("Constant"));
    }

    [Fact]
    public void What_is_removed_from_a_typed_space_keeps_the_value_of_the_property()
    {
        var space = new SearchSpace<TrialOptions>();
        space.Remove("Rounds");
        space["Word"] = new ChoiceOption("another");

        TrialOptions start = space.SampleFromFeatureSpace(space.Default);
        Assert.Equal(7, start.Rounds);
        Assert.Equal("another", start.Word);
    }
}
