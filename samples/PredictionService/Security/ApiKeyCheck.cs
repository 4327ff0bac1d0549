using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using PredictionService.Settings;

namespace PredictionService.Security;

/// <summary>Lets callers of the interface through who know the key, if there is one. The page and the health checks are open.</summary>
internal sealed class ApiKeyCheck(RequestDelegate next, IOptions<ServiceSettings> settings)
{
    public const string Header = "X-Api-Key";

    // Of equal length, whatever is sent, so that comparing takes the same time.
    private readonly byte[]? _expected = settings.Value.ApiKey is { Length: > 0 } key ? Hash(key) : null;

    public Task InvokeAsync(HttpContext context)
    {
        if (_expected is null
            || context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
            || CryptographicOperations.FixedTimeEquals(_expected, Hash(context.Request.Headers[Header].ToString())))
        {
            return next(context);
        }

        return Results.Problem($"The header {Header} is missing or wrong.", statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(context);
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
