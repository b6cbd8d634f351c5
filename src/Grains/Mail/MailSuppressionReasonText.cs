namespace RelayKit.Mail;

/// <summary><see cref="MailSuppressionReason"/> as it is written.</summary>
public static class MailSuppressionReasonText
{
    /// <summary>Its word.</summary>
    public static string Word(this MailSuppressionReason reason) => reason switch
    {
        MailSuppressionReason.Bounced => "bounced",
        MailSuppressionReason.Complained => "complained",
        _ => "suppressed",
    };

    /// <summary>Reads a word that <see cref="Word"/> has written.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static MailSuppressionReason Parse(string word) => word switch
    {
        "bounced" => MailSuppressionReason.Bounced,
        "complained" => MailSuppressionReason.Complained,
        "suppressed" => MailSuppressionReason.Suppressed,
        _ => throw new FormatException("What was kept is no reason why mail has stopped."),
    };
}
