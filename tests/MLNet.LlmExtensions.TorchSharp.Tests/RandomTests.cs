using static TorchSharp.torch;

namespace MLNet.LlmExtensions.TorchSharp.Tests;

public sealed class RandomTests
{
    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        using var scope = NewDisposeScope();

        manual_seed(17);
        float[] first = [.. Numbers.Floats(randn(5)), .. Numbers.Floats(rand(5))];
        manual_seed(17);
        float[] second = [.. Numbers.Floats(randn(5)), .. Numbers.Floats(rand(5))];
        float[] third = [.. Numbers.Floats(randn(5)), .. Numbers.Floats(rand(5))];

        Assert.Equal(first, second);
        Assert.NotEqual(first, third);
    }

    [Fact]
    public void The_state_can_be_kept_and_restored()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        Tensor state = get_rng_state();
        float[] first = Numbers.Floats(rand(4));

        rand(100);
        set_rng_state(state);

        Assert.Equal(ScalarType.Byte, state.dtype);
        Assert.Equal(first, Numbers.Floats(rand(4)));
    }

    [Fact]
    public void A_generator_of_its_own_leaves_the_default_one_alone()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        manual_seed(1);
        float[] plain = Numbers.Floats(rand(3));

        manual_seed(1);
        float[] first = Numbers.Floats(rand([3], generator: generator));
        Assert.Equal(plain, Numbers.Floats(rand(3)));

        generator.manual_seed(5);
        Assert.Equal(first, Numbers.Floats(rand([3], generator: generator)));
        Assert.Equal(first, Numbers.Floats(zeros(3).uniform_(0, 1, generator.manual_seed(5))));
        Assert.Equal(5, generator.initial_seed());
    }

    [Fact]
    public void Distributions_have_their_moments()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);

        Tensor normal = zeros(20000).normal_(2, 0.5);
        Assert.Equal(2, normal.mean().item<float>(), 0.02);
        Assert.Equal(0.5, normal.std().item<float>(), 0.02);

        Tensor uniform = zeros(20000).uniform_(-1, 3);
        Assert.InRange(uniform.min().item<float>(), -1, -0.9f);
        Assert.InRange(uniform.max().item<float>(), 2.9f, 3);
        Assert.Equal(1, uniform.mean().item<float>(), 0.05);

        Tensor whole = randint(3, 6, [1000]);
        Assert.Equal(ScalarType.Int64, whole.dtype);
        Assert.Equal([3L, 4L, 5L], Numbers.Longs(whole).Distinct().Order());
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), Numbers.Longs(randperm(50)).Order());
    }

    [Fact]
    public void Dropout_follows_the_seed()
    {
        using var scope = NewDisposeScope();
        manual_seed(9);
        float[] first = Numbers.Floats(nn.functional.dropout(ones(64), 0.5));
        manual_seed(9);

        Assert.Equal(first, Numbers.Floats(nn.functional.dropout(ones(64), 0.5)));
    }

    [Fact]
    public void The_number_of_threads_can_be_set()
    {
        int before = get_num_threads();
        set_num_threads(2);
        Assert.Equal(2, get_num_threads());
        set_num_threads(before);
    }
}
