namespace MLNet.LlmExtensions.StandIns.Tests.DataView;

public class VBufferTests
{
    private static VBuffer<float> Sparse() => new(6, 2, [1, 2], [1, 4]);

    [Fact]
    public void A_dense_vector_has_all_its_values_and_no_indices()
    {
        var vector = new VBuffer<float>(2, [1, 2, 3]);

        Assert.Equal(2, vector.Length);
        Assert.True(vector.IsDense);
        Assert.Equal([1f, 2f], vector.GetValues().ToArray());
        Assert.True(vector.GetIndices().IsEmpty);
        Assert.Equal("Dense vector of size 2", vector.ToString());
    }

    [Fact]
    public void A_sparse_vector_has_defaults_where_nothing_is_explicit()
    {
        var vector = Sparse();

        Assert.False(vector.IsDense);
        Assert.Equal([0f, 1f, 0f, 0f, 2f, 0f], vector.DenseValues());
        Assert.Equal([new(1, 1f), new(4, 2f)], vector.Items());
        Assert.Equal(6, vector.Items(all: true).Count());
        Assert.Equal(2f, vector.GetItemOrDefault(4));
        Assert.Equal(0f, vector.GetItemOrDefault(5));
        float item = 9;
        vector.GetItemOrDefault(0, ref item);
        Assert.Equal(0f, item);
        Assert.Throws<ArgumentOutOfRangeException>(() => Sparse().GetItemOrDefault(6));
        Assert.Equal("Sparse vector of size 6, 2 explicit values", vector.ToString());
    }

    [Fact]
    public void The_default_is_an_empty_dense_vector()
    {
        VBuffer<float> vector = default;

        Assert.Equal(0, vector.Length);
        Assert.True(vector.IsDense);
        Assert.True(vector.GetValues().IsEmpty);
        Assert.Empty(vector.DenseValues());
        VBuffer<float> copy = default;
        vector.CopyTo(ref copy);
        Assert.Equal(0, copy.Length);
    }

    [Fact]
    public void Arguments_must_fit_each_other()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new VBuffer<float>(3, [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VBuffer<float>(-1, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VBuffer<float>(3, 2, [1, 2], [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VBuffer<float>(3, 4, [1, 2, 3, 4], null));
    }

    [Fact]
    public void Copies_keep_the_form_or_become_dense()
    {
        VBuffer<float> copy = default;
        Sparse().CopyTo(ref copy);
        Assert.False(copy.IsDense);
        Assert.Equal(Sparse().Items(), copy.Items());

        Sparse().CopyToDense(ref copy);
        Assert.True(copy.IsDense);
        Assert.Equal([0f, 1f, 0f, 0f, 2f, 0f], copy.DenseValues());

        Sparse().CopyTo(ref copy, 2, 3);
        Assert.Equal([0f, 0f, 2f], copy.DenseValues());
        Assert.False(copy.IsDense);

        float[] array = [9, 9, 9, 9, 9, 9, 9, 9];
        Sparse().CopyTo(array, 1, -1f);
        Assert.Equal([9f, -1f, 1f, -1f, -1f, 2f, -1f, 9f], array);
        Assert.Throws<ArgumentOutOfRangeException>(() => Sparse().CopyTo(new float[5]));

        VBuffer<float>.Copy([1, 2, 3, 4], 1, ref copy, 2);
        Assert.Equal([2f, 3f], copy.DenseValues());
    }

    [Fact]
    public void An_editor_uses_the_arrays_again_where_they_are_large_enough()
    {
        float[] values = new float[8];
        var vector = new VBuffer<float>(8, values);
        var editor = VBufferEditor.Create(ref vector, 3);
        editor.Values[0] = 5;
        Assert.False(editor.CreatedNewValues);
        Assert.Equal(3, editor.Values.Length);
        vector = editor.Commit();

        Assert.Equal(5f, values[0]);
        Assert.Equal(3, vector.Length);
        Assert.True(vector.IsDense);

        var larger = VBufferEditor.Create(ref vector, 20);
        Assert.True(larger.CreatedNewValues);
        Assert.Equal(20, larger.Values.Length);
    }

    [Fact]
    public void An_editor_makes_sparse_vectors_and_can_keep_what_was_there()
    {
        var vector = new VBuffer<float>(2, [1, 2]);
        var editor = VBufferEditor.Create(ref vector, 10, 3, keepOldOnResize: true);
        Assert.Equal(3, editor.Indices.Length);
        Assert.Equal([1f, 2f], editor.Values[..2].ToArray());
        editor.Indices[0] = 2;
        editor.Indices[1] = 7;
        vector = editor.CommitTruncated(2);

        Assert.Equal([new(2, 1f), new(7, 2f)], vector.Items());
        Assert.Equal(10, vector.Length);
    }

    [Fact]
    public void An_editor_of_a_vector_has_its_size()
    {
        var vector = Sparse();
        var editor = VBufferEditor.CreateFromBuffer(ref vector);

        Assert.Equal(2, editor.Values.Length);
        Assert.Equal(2, editor.Indices.Length);
    }

    [Fact]
    public void An_editor_does_not_truncate_beyond_what_there_is() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            VBuffer<float> vector = default;
            VBufferEditor.Create(ref vector, 10, 3).CommitTruncated(4);
        });
}
