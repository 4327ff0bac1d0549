using static TorchSharp.torch;

namespace MLNet.LlmExtensions.TorchSharp.Tests;

public sealed class ShapeTests
{
    [Fact]
    public void Views_share_their_data()
    {
        using var scope = NewDisposeScope();
        Tensor t = arange(6, dtype: ScalarType.Float32);

        Tensor view = t.view(2, 3);
        view[1, 2].fill_(50);

        Assert.Equal(50f, t[5].item<float>());
        Assert.Equal([2, 3], view.shape);
        Assert.Equal([3, 1], view.stride());
        Assert.Equal(2, view.ndim);
        Assert.Equal(6, view.numel());
        Assert.Equal(3, view.size(-1));
    }

    [Fact]
    public void Transposing_changes_strides_and_contiguous_copies()
    {
        using var scope = NewDisposeScope();
        Tensor t = arange(6, dtype: ScalarType.Float32).reshape(2, 3);

        Tensor turned = t.transpose(0, 1);

        Assert.False(turned.is_contiguous());
        Assert.Equal([1, 3], turned.stride());
        Assert.True(turned.contiguous().is_contiguous());
        Numbers.Near([0, 3, 1, 4, 2, 5], turned);
        Numbers.Near([0, 3, 1, 4, 2, 5], turned.contiguous());
        Numbers.Near([0, 3, 1, 4, 2, 5], t.t());
        Numbers.Near([0, 3, 1, 4, 2, 5], t.permute(1, 0));
    }

    [Fact]
    public void Dimensions_come_and_go()
    {
        using var scope = NewDisposeScope();
        Tensor t = zeros(2, 1, 3);

        Assert.Equal([2, 3], t.squeeze(1).shape);
        Assert.Equal([2, 3], t.squeeze().shape);
        Assert.Equal([2, 1, 1, 3], t.unsqueeze(-2).shape);
        Assert.Equal([6], t.flatten().shape);
        Assert.Equal([2, 3], t.flatten(1, 2).shape);
        Assert.Equal([2, 5, 3], t.expand(2, 5, 3).shape);
        Assert.Equal([2, 5, 3], t.expand_as(zeros(2, 5, 3)).shape);
        Assert.Equal([4, 2, 5, 3], t.broadcast_to(4, 2, 5, 3).shape);
        Assert.Equal([4, 1, 6], t.repeat(2, 1, 2).shape);
    }

    [Fact]
    public void Parts_are_taken_by_position()
    {
        using var scope = NewDisposeScope();
        Tensor t = arange(12, dtype: ScalarType.Float32).reshape(3, 4);

        Numbers.Near([4, 5, 6, 7], t.select(0, 1));
        Numbers.Near([1, 2, 5, 6, 9, 10], t.narrow(1, 1, 2));
        Numbers.Near([0, 2, 4, 6, 8, 10], t.slice(1, 0, 4, 2));
        Numbers.Near([8, 9, 10, 11, 0, 1, 2, 3], t.index_select(0, tensor(new long[] { 2, 0 })));
        Numbers.Near([3, 4, 9], t.gather(1, tensor(new long[] { 3, 0, 1 }, [3, 1])));
        Numbers.Near([4, 5, 6, 7], t[1]);
        Assert.Equal(6f, t[1, 2].item<float>());
        Numbers.Near([6, 7, 10, 11], t[1.., 2..]);
        Numbers.Near([3, 7, 11], t[TensorIndex.Ellipsis, -1]);
        Numbers.Near([2, 6, 10], t[TensorIndex.Colon, 2]);
        Assert.Equal([3, 1, 4], t[TensorIndex.Colon, TensorIndex.None].shape);
        Numbers.Near([8, 9, 10, 11, 0, 1, 2, 3], t[TensorIndex.Tensor(tensor(new long[] { 2, 0 }))]);
        Numbers.Near([9, 1], t[TensorIndex.Tensor(tensor(new long[] { 2, 0 })), 1]);
    }

    [Fact]
    public void Parts_can_be_assigned()
    {
        using var scope = NewDisposeScope();
        Tensor t = zeros(2, 3);

        t[0] = ones(3);
        t[1, 2] = tensor(5f);

        Numbers.Near([1, 1, 1, 0, 0, 5], t);
    }

    [Fact]
    public void Tensors_are_joined_and_split()
    {
        using var scope = NewDisposeScope();
        Tensor a = tensor([1f, 2f]), b = tensor([3f, 4f]);

        Numbers.Near([1, 2, 3, 4], cat([a, b]));
        Assert.Equal([2, 2], stack([a, b]).shape);
        Numbers.Near([1, 3, 2, 4], stack([a, b], 1));

        Tensor all = arange(10, dtype: ScalarType.Float32);
        Assert.Equal([4L, 4L, 2L], all.split(4).Select(part => part.numel()));
        Assert.Equal([1L, 9L], all.split([1L, 9L], dim: 0).Select(part => part.numel()));
        Assert.Equal([4L, 4L, 2L], all.chunk(3).Select(part => part.numel()));
        Assert.Equal(10, all.unbind().Length);
        Numbers.Near([1, 2, 3, 4, 5, 6, 7, 8, 9], all.split([1L, 9L], dim: 0)[1]);
    }

    [Fact]
    public void Triangles_keep_one_side()
    {
        using var scope = NewDisposeScope();

        Numbers.Near([1, 0, 1, 1], ones(2, 2).tril());
        Numbers.Near([0, 1, 0, 0], ones(2, 2).triu(1));
    }

    [Fact]
    public void Padding_begins_with_the_last_dimension()
    {
        using var scope = NewDisposeScope();

        Tensor padded = nn.functional.pad(ones(1, 2), [1L, 0L, 0L, 1L], value: 7);

        Assert.Equal([2, 3], padded.shape);
        Numbers.Near([7, 1, 1, 7, 7, 7], padded);
    }

    [Fact]
    public void Factories_have_the_types_and_shapes_that_they_are_asked_for()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(ScalarType.Float32, zeros(2).dtype);
        Assert.Equal(ScalarType.Int64, arange(3).dtype);
        Assert.Equal(ScalarType.Float32, arange(0.0, 1.0, 0.5).dtype);
        Assert.Equal(ScalarType.Int32, ones([2], dtype: ScalarType.Int32).dtype);
        Assert.Equal(ScalarType.BFloat16, empty([2, 2], dtype: ScalarType.BFloat16).dtype);
        Assert.Equal([0L, 2L, 4L], Numbers.Longs(arange(0, 6, 2)));
        Assert.Equal([3, 4], zeros_like(ones(3, 4)).shape);
        Numbers.Near([1, 0, 0, 1], eye(2));
        Numbers.Near([2, 2], full([2], 2f));
        Assert.Equal([2L, 2L], Numbers.Longs(full([2], 2)));
        Assert.True(ones(2, requires_grad: true).requires_grad);
        Assert.Equal([0, 1, 0, 1, 0, 0], Numbers.Longs(nn.functional.one_hot(tensor(new long[] { 1, 0 }), 3)));
    }
}
