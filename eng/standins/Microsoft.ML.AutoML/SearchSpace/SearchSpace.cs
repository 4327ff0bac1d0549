using System.Collections;
using Microsoft.ML.SearchSpace.Option;

namespace Microsoft.ML.SearchSpace;

/// <summary>Several options by name. Their coordinates follow each other in the order of the names.</summary>
public class SearchSpace : OptionBase, IDictionary<string, OptionBase>
{
    private readonly Dictionary<string, OptionBase> _options = [];
    private readonly Parameter _constants;

    public SearchSpace()
    {
    }

    /// <summary>The options that the attributes of a type's members describe.</summary>
    /// <param name="typeInfo">The type.</param>
    /// <param name="defaultOption">Values of what is not searched for.</param>
    protected SearchSpace(Type typeInfo, Parameter defaultOption = null)
    {
        _constants = defaultOption;
        foreach ((string name, OptionBase option) in AttributedOptions.Of(typeInfo, type => new SearchSpace(type)))
            _options.Add(name, option);
    }

    public override double[] Default => [.. InOrder().SelectMany(pair => pair.Value.Default)];

    public override int FeatureSpaceDim => _options.Values.Sum(option => option.FeatureSpaceDim);

    /// <summary>The steps of each option, those with nothing to choose included: there can be more than coordinates.</summary>
    public override int?[] Step => [.. InOrder().SelectMany(pair => pair.Value.Step)];

    public ICollection<string> Keys => _options.Keys;

    public ICollection<OptionBase> Values => _options.Values;

    public int Count => _options.Count;

    public bool IsReadOnly => false;

    public OptionBase this[string key]
    {
        get => _options[key];
        set => _options[key] = value;
    }

    public override Parameter SampleFromFeatureSpace(double[] feature)
    {
        Parameter sample = Parameter.CreateNestedParameter();
        int start = 0;
        foreach ((string name, OptionBase option) in InOrder())
        {
            var own = new double[option.FeatureSpaceDim];
            for (int i = 0; i < own.Length; i++)
                own[i] = feature[start + i];

            sample[name] = option.SampleFromFeatureSpace(own);
            start += own.Length;
        }

        return _constants is null ? sample : sample.OrElse(_constants);
    }

    public override double[] MappingToFeatureSpace(Parameter parameter) =>
        [.. InOrder().SelectMany(pair => pair.Value.MappingToFeatureSpace(parameter[pair.Key]))];

    public void Add(string key, OptionBase value) => _options.Add(key, value);

    public void Add(KeyValuePair<string, OptionBase> item) => _options.Add(item.Key, item.Value);

    public bool ContainsKey(string key) => _options.ContainsKey(key);

    public bool Contains(KeyValuePair<string, OptionBase> item) => _options.Contains(item);

    public bool Remove(string key) => _options.Remove(key);

    public bool Remove(KeyValuePair<string, OptionBase> item) =>
        ((ICollection<KeyValuePair<string, OptionBase>>)_options).Remove(item);

    public bool TryGetValue(string key, out OptionBase value) => _options.TryGetValue(key, out value);

    public void Clear() => _options.Clear();

    public void CopyTo(KeyValuePair<string, OptionBase>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, OptionBase>>)_options).CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<string, OptionBase>> GetEnumerator() => _options.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerable<KeyValuePair<string, OptionBase>> InOrder() => _options.OrderBy(pair => pair.Key);
}
