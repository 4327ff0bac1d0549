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
            if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is > 0 and < 1)
                return value;
            result.AddError($"{name} is '{result.Tokens[0].Value}'. It must be a number between 0 and 1.");
            return defaultValue;
        },
    };
}
