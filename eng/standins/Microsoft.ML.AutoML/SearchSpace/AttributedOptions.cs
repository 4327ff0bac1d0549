using System.Reflection;
using Microsoft.ML.SearchSpace.Option;

namespace Microsoft.ML.SearchSpace;

/// <summary>Options from attributes.</summary>
internal static class AttributedOptions
{
    public static IEnumerable<KeyValuePair<string, OptionBase>> Of(Type type, Func<Type, OptionBase> nested)
    {
        const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance;
        IEnumerable<(MemberInfo Member, Type Type)> members =
        [
            .. type.GetProperties(Public).Select(property => ((MemberInfo)property, property.PropertyType)),
            .. type.GetFields(Public).Select(field => ((MemberInfo)field, field.FieldType)),
        ];
        foreach ((MemberInfo member, Type memberType) in members)
        {
            OptionBase option = member.GetCustomAttributes().Select(attribute => ToOption(attribute, memberType, nested))
                .FirstOrDefault(found => found is not null);
            if (option is not null)
                yield return new(member.Name, option);
        }
    }

    private static OptionBase ToOption(Attribute attribute, Type memberType, Func<Type, OptionBase> nested) => attribute switch
    {
        RangeAttribute { Min: int min } range => new UniformIntOption(min, (int)range.Max, range.LogBase, (int?)range.Init),
        RangeAttribute { Min: float min } range => new UniformSingleOption(min, (float)range.Max, range.LogBase, (float?)range.Init),
        RangeAttribute { Min: double min } range => new UniformDoubleOption(min, (double)range.Max, range.LogBase, (double?)range.Init),
        ChoiceAttribute { DefaultValue: null } choice => new ChoiceOption(choice.Candidates),
        ChoiceAttribute choice => new ChoiceOption(choice.Candidates, choice.DefaultValue),
        BooleanChoiceAttribute choice => new ChoiceOption([true, false], choice.DefaultValue),
        NestOptionAttribute => nested(memberType),
        _ => null,
    };
}
