namespace MLNet.LlmExtensions.StandIns.Tests.DataView;

/// <summary>Vectors of any form behave like the arrays that they stand for.</summary>
public class VBufferPropertyTests
{
    [Fact]
    public void Vectors_behave_like_arrays()
    {
        var random = new Random(20);
        VBuffer<int> copy = default;
        for (int i = 0; i < 2000; i++)
        {
            int[] array = RandomArray(random);
            var vector = RandomForm(random, array);

            Assert.Equal(array, vector.DenseValues());
            Assert.Equal(array.Select((value, index) => KeyValuePair.Create(index, value)), vector.Items(all: true));
            for (int index = 0; index < array.Length; index++)
                Assert.Equal(array[index], vector.GetItemOrDefault(index));

            // The copy is used again and again, whatever its form and size were.
            vector.CopyTo(ref copy);
            Assert.Equal(array, copy.DenseValues());
            Assert.Equal(vector.IsDense, copy.IsDense);

            int start = random.Next(array.Length + 1);
            int length = random.Next(array.Length - start + 1);
            vector.CopyTo(ref copy, start, length);
            Assert.Equal(array[start..(start + length)], copy.DenseValues());

            vector.CopyToDense(ref copy);
            Assert.Equal(array, copy.GetValues().ToArray());
        }
    }

    private static int[] RandomArray(Random random)
    {
        int[] array = new int[random.Next(12)];
        for (int i = 0; i < array.Length; i++)
            array[i] = random.Next(3);
        return array;
    }

    private static VBuffer<int> RandomForm(Random random, int[] array)
    {
        int[] indices = [.. Enumerable.Range(0, array.Length).Where(i => array[i] != 0)];
        return random.Next(2) == 0
            ? new VBuffer<int>(array.Length, array)
            : new VBuffer<int>(array.Length, indices.Length, [.. indices.Select(i => array[i]), 99], [.. indices, 99]);
    }
}
