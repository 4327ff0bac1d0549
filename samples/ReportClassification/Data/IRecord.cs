namespace ReportClassification.Data;

/// <summary>A record of a file: named values, of which only those asked for are taken out.</summary>
internal interface IRecord
{
    /// <summary>Where it stands, for messages: "line 12 of 'reports.jsonl'".</summary>
    string Place { get; }

    /// <summary>Its line or row in the file, from 1.</summary>
    long Position { get; }

    /// <summary>The names of its values.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>Whether it has a value of this name.</summary>
    bool Has(string name);

    /// <summary>A value as text; empty where it is missing or null.</summary>
    string Value(string name);
}
