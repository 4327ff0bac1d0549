namespace ReportEncoder.HardNegatives.Words;

/// <summary>What images show, patients feel and have had.</summary>
internal static class Conditions
{
    public static readonly string[] Findings =
    [
        "pleural effusion", "pneumothorax", "~consolidation", "pulmonary nodule", "~pneumonia", "~atelectasis",
        "~pulmonary edema", "~cardiomegaly", "pericardial effusion", "hilar mass", "~mediastinal widening", "rib fracture",
        "~lymphadenopathy", "~hydronephrosis", "kidney stone", "gallstone", "~biliary dilatation", "liver lesion",
        "~ascites", "~free air", "bowel obstruction", "~appendicitis", "~diverticulitis", "hernia", "abscess",
        "aortic aneurysm", "~dissection", "pulmonary embolus", "deep vein thrombosis", "~intracranial hemorrhage",
        "subdural hematoma", "midline shift", "mass effect", "~acute infarction", "~hydrocephalus", "skull fracture",
        "disc herniation", "~spinal stenosis", "~cord compression", "compression fracture", "joint effusion",
        "meniscal tear", "rotator cuff tear", "~dislocation", "~osteoarthritis", "bone lesion", "~osteomyelitis",
        "soft tissue swelling", "foreign body", "~subcutaneous emphysema", "thyroid nodule", "breast mass",
        "+calcifications", "ovarian cyst", "uterine fibroid", "~bladder wall thickening", "polyp", "stricture", "ulcer",
        "~splenomegaly", "~hepatomegaly", "pancreatic mass", "~portal vein thrombosis", "~air trapping", "~bronchiectasis",
        "~emphysema", "~interstitial fibrosis", "cavitary lesion", "+ground glass opacities", "+bone metastases",
        "~tumor recurrence", "fluid collection", "~extravasation", "leak", "fistula", "~stenosis", "~vasospasm",
        "arteriovenous malformation", "~hemorrhage", "~necrosis", "~edema", "~sinusitis", "~mastoiditis", "~retropharyngeal swelling",
    ];

    public static readonly string[] Adjectives = ["", "", "", "acute", "new", "large", "small", "recurrent", "focal", "significant", "residual"];

    public static readonly string[] Symptoms =
    [
        "~chest pain", "~shortness of breath", "~abdominal pain", "~nausea", "~vomiting", "~diarrhea", "~constipation", "~fever",
        "+chills", "~cough", "~headache", "~dizziness", "~fatigue", "~weight loss", "+night sweats", "~back pain", "~neck pain",
        "~joint pain", "~swelling of the legs", "+palpitations", "~blurred vision", "~double vision", "~hearing loss",
        "~tinnitus", "~sore throat", "~nasal congestion", "~difficulty swallowing", "~heartburn", "~blood in the stool",
        "~blood in the urine", "~burning on urination", "~urinary frequency", "~incontinence", "~numbness", "~tingling",
        "~weakness of the arm", "+seizures", "~loss of consciousness", "~memory loss", "~confusion", "~anxiety", "~depressed mood",
        "~insomnia", "+suicidal thoughts", "+hallucinations", "~rash", "~itching", "~easy bruising", "~wheezing", "~hoarseness",
        "~loss of appetite", "~jaundice", "~muscle cramps", "~knee pain", "~vaginal bleeding", "~pelvic pain", "+hot flashes",
        "~excessive thirst", "~cold intolerance", "~hair loss", "~photophobia", "~ear pain", "~leg pain when walking",
    ];

    public static readonly string[] Diseases =
    [
        "~hypertension", "~asthma", "~coronary artery disease", "~heart failure", "~atrial fibrillation", "stroke", "~epilepsy",
        "~chronic kidney disease", "~hepatitis C", "~tuberculosis", "~HIV infection", "~breast cancer", "~lung cancer",
        "~colon cancer", "~prostate cancer", "~melanoma", "~leukemia", "~anemia", "~thyroid disease", "~depression",
        "~schizophrenia", "~migraine", "~gout", "~rheumatoid arthritis", "~lupus", "~osteoporosis", "~glaucoma", "~psoriasis",
        "~celiac disease", "~Crohn's disease", "~cirrhosis", "~pancreatitis", "+kidney stones", "heart attack",
        "pulmonary embolism", "~sleep apnea", "~hyperlipidemia", "~multiple sclerosis", "~dementia", "~sickle cell disease",
        "~alcohol abuse", "~drug abuse", "~smoking", "bleeding disorder", "~hip surgery", "~cardiac surgery", "~radiation therapy",
        "~blood transfusion", "~malaria", "~preeclampsia",
    ];

    public static readonly string[] Malignancies =
        ["~carcinoma", "+tumor cells", "~invasive cancer", "~dysplasia", "~lymphoma", "~metastatic disease", "+granulomas", "~adenocarcinoma", "+melanoma cells", "~atypia", "~perineural invasion"];

    public static readonly string[] Tissues =
        ["sentinel lymph node", "resection margin", "biopsy specimen", "bone marrow", "pleural fluid", "cervical smear", "prostate core", "colonic polyp", "skin excision", "axillary node", "peritoneal washing", "bronchial brushing", "thyroid aspirate"];
}
