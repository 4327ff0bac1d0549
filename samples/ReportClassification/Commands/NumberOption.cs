using System.CommandLine;
using System.Globalization;

namespace ReportClassification.Commands;

/// <summary>Makes options that take a number.</summary>
internal static class NumberOption
{
    /// <summary>An option for a whole number, null where it is not given.</summary>
    public static Option<int?> Whole(string name, string description, string helpName, int minimum) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum)
                return value;
            result.AddError(FormattableString.Invariant($"{name} is '{result.Tokens[0].Value}'. It must be a whole number of {minimum} or more."));
            return null;
        },
    };

    /// <summary>An option for a number between 0 and 1, neither included.</summary>
    public static Option<double> Share(string name, string description, double defaultValue) => new(name)
    {
        Description = description,
        HelpName = "SHARE",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result =>
        {
            if (TryRead(result.Tokens[0].Value, out var value) && value is > 0 and < 1)
                return value;
            result.AddError($"{name} is '{result.Tokens[0].Value}'. It must be a number between 0 and 1.");
            return defaultValue;
        },
    };

    /// <summary>An option for a number between 0 and 1, neither included; null where it is not given.</summary>
    public static Option<double?> OptionalShare(string name, string description) =>
        Optional(name, description, "SHARE", value => value is > 0 and < 1, "a number between 0 and 1");

    /// <summary>An option for a number above 0, null where it is not given.</summary>
    public static Option<double?> Positive(string name, string description, string helpName) =>
        Optional(name, description, helpName, IsPositive, "a number above 0");

    /// <summary>An option for numbers above 0, each given by its own; empty where there is none.</summary>
    public static Option<double[]> PositiveSeveral(string name, string description, string helpName) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            var values = new List<double>();
            foreach (var token in result.Tokens)
            {
                if (!TryRead(token.Value, out var value) || !IsPositive(value))
                    result.AddError($"{name} is '{token.Value}'. It must be a number above 0.");
                else if (values.Contains(value))
                    result.AddError($"{name} {token.Value} is given twice.");
                values.Add(value);
            }

            return [.. values];
        },
    };

    private static Option<double?> Optional(string name, string description, string helpName, Predicate<double> isRight, string must) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            if (TryRead(result.Tokens[0].Value, out var value) && isRight(value))
                return value;
            result.AddError($"{name} is '{result.Tokens[0].Value}'. It must be {must}.");
            return null;
        },
    };

    private static bool IsPositive(double value) => double.IsFinite(value) && value > 0;

    private static bool TryRead(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
