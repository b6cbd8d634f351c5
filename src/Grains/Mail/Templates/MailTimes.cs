using System.Globalization;

namespace RelayKit.Mail.Templates;

/// <summary>How mails write instants: to the minute, in UTC, which they say.</summary>
internal static class MailTimes
{
    public static string Text(this DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC");

    public static string Day(this DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-dd}");
}
