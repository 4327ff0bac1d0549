namespace EncoderTraining.Data;

/// <summary>Draws items in proportion to their weights.</summary>
internal sealed class WeightedChoice<T>
{
    private readonly T[] _items;
    private readonly double[] _ends;

    public WeightedChoice(IEnumerable<T> items, Func<T, double> weight)
    {
        _items = [.. items.Where(item => weight(item) > 0)];
        if (_items.Length == 0)
            throw new ArgumentException("No item has a weight above zero.", nameof(items));
        _ends = new double[_items.Length];
        var total = 0.0;
        for (var i = 0; i < _items.Length; i++)
            _ends[i] = total += weight(_items[i]);
    }

    public T Draw(Random random)
    {
        var value = random.NextDouble() * _ends[^1];
        var index = Array.FindIndex(_ends, end => value < end);
        return _items[index < 0 ? ^1 : index];
    }
}
