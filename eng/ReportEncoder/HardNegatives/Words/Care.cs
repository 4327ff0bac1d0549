namespace ReportEncoder.HardNegatives.Words;

/// <summary>Who is treated, with what, and how it is measured.</summary>
internal static class Care
{
    public static readonly string[] Patients =
        ["the patient", "patient", "she", "he", "the child", "this woman", "this man", "the infant's mother", "the veteran", "the resident"];

    public static readonly string[] Drugs =
    [
        "aspirin", "metformin", "lisinopril", "atorvastatin", "warfarin", "heparin", "insulin", "prednisone", "amoxicillin",
        "penicillin", "vancomycin", "ciprofloxacin", "ibuprofen", "acetaminophen", "morphine", "gabapentin", "sertraline",
        "fluoxetine", "lorazepam", "levothyroxine", "omeprazole", "furosemide", "metoprolol", "amlodipine", "digoxin",
        "clopidogrel", "albuterol", "methotrexate", "tamoxifen", "cisplatin", "rituximab", "lithium", "phenytoin",
        "levetiracetam", "haloperidol", "allopurinol", "colchicine", "spironolactone", "simvastatin", "azithromycin",
        "doxycycline", "fluconazole", "acyclovir", "tacrolimus", "hydrochlorothiazide", "losartan", "diltiazem", "oxycodone",
    ];

    public static readonly string[] Treatments =
    [
        "physical therapy", "antibiotics", "chemotherapy", "radiation", "surgery", "dialysis", "the injection", "the procedure",
        "steroids", "psychotherapy", "the new inhaler", "oxygen", "fluids", "the transfusion", "acupuncture", "the diet",
        "nerve block", "rest", "the dose change", "vaccination", "exercise training", "the stent", "compression therapy",
    ];

    public static readonly string[] Outcomes =
    [
        "mortality", "pain", "blood pressure", "the length of stay", "the risk of stroke", "relapse", "hospital admission",
        "cholesterol", "the rate of infection", "body weight", "bleeding", "quality of life", "tumor size", "seizure frequency",
        "depression scores", "the need for surgery", "nausea", "glucose levels", "readmission", "survival", "fatigue", "adherence",
    ];

    public static readonly string[] Tests =
    [
        "urine culture", "sputum culture", "stool culture", "wound culture", "throat swab", "strep test", "influenza test",
        "HIV test", "hepatitis B surface antigen", "hepatitis C antibody", "pregnancy test", "tuberculin test",
        "antinuclear antibody", "rheumatoid factor", "D-dimer", "troponin", "urine drug screen", "fecal occult blood test",
        "Romberg sign", "Babinski sign", "Murphy sign", "straight leg raise", "Lachman test", "stress test", "tilt table test",
        "COVID-19 PCR", "syphilis serology", "Gram stain", "Coombs test", "malaria smear", "lumbar puncture culture",
    ];

    public static readonly string[] Organs =
    [
        "liver", "spleen", "pancreas", "gallbladder", "bladder", "uterus", "prostate", "thyroid", "aorta", "trachea", "heart",
        "mediastinum", "brain", "pituitary gland", "cervical spine", "lumbar spine", "chest wall", "esophagus", "stomach",
        "colon", "retina", "tympanic membrane", "oropharynx", "skin", "gait", "speech", "electrocardiogram", "chest radiograph",
        "neurological examination", "urinalysis", "liver function", "coagulation", "blood count", "thyroid function", "echocardiogram",
    ];

    public static readonly (string Test, string Unit, double Least, double Most, int Decimals)[] Measures =
    [
        ("glucose", "mg/dl", 40, 500, 0), ("sodium", "mmol/l", 115, 165, 0), ("potassium", "mmol/l", 2, 8, 1),
        ("creatinine", "mg/dl", 0.5, 9, 1), ("hemoglobin", "g/dl", 5, 18, 1), ("white blood cell count", "thousand", 1, 40, 1),
        ("platelet count", "thousand", 10, 600, 0), ("bilirubin", "mg/dl", 0.3, 20, 1), ("lactate", "mmol/l", 0.6, 12, 1),
        ("troponin", "ng/ml", 0.1, 20, 1), ("C-reactive protein", "mg/l", 1, 300, 0), ("cholesterol", "mg/dl", 110, 400, 0),
        ("calcium", "mg/dl", 6, 15, 1), ("TSH", "mIU/l", 0.2, 40, 1), ("hemoglobin A1c", "percent", 4.5, 14, 1),
        ("INR", "", 0.9, 8, 1), ("ferritin", "ng/ml", 5, 2000, 0), ("PSA", "ng/ml", 0.5, 80, 1), ("albumin", "g/dl", 1.5, 5, 1),
        ("heart rate", "beats per minute", 35, 180, 0), ("respiratory rate", "breaths per minute", 8, 40, 0),
        ("systolic blood pressure", "mmHg", 70, 220, 0), ("oxygen saturation", "percent", 60, 100, 0),
        ("temperature", "degrees", 34, 42, 1), ("body mass index", "kg/m2", 15, 55, 0), ("weight", "kg", 30, 160, 0),
        ("left ventricular ejection fraction", "percent", 10, 75, 0), ("urine output", "ml", 100, 3000, 0),
        ("pain score", "out of 10", 1, 10, 0), ("Glasgow coma score", "points", 3, 15, 0), ("bone density T-score", "", 0.5, 4, 1),
    ];

    public static readonly string[] Devices =
        ["chest tube", "central line", "PICC line", "pacemaker", "nephrostomy tube", "ureteral stent", "drain", "hearing aid", "dialysis catheter", "hip prosthesis", "breast implant", "feeding tube", "epidural catheter", "subclavian port"];

    public static readonly string[] Procedures =
        ["arthroscopy", "amputation", "biopsy", "injection", "replacement", "repair", "open reduction", "ultrasound", "MRI", "radiography", "debridement", "aspiration", "physical therapy", "embolization", "nerve block", "angiography", "tumor removal"];
}
